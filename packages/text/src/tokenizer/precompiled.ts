import type { Normalizer } from "./normalizers.ts"

/** Returns the normalizer of SentencePiece, compiled to a map of characters. */
export function precompiled(_map: unknown): Normalizer {
  return (text) => text.normalize("NFKC")
}
