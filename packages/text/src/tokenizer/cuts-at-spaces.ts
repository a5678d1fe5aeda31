import type { AddedToken } from "./added-tokens.ts"
import type { Fields } from "./json.ts"
import { isFields } from "./json.ts"

// They change each character, or a letter with its accents: nothing across white space.
const localNormalizers = ["BertNormalizer", "Lowercase", "StripAccents", "NFC", "NFD", "NFKC", "NFKD"]
const cuttingPreTokenizers = ["BertPreTokenizer", "Whitespace", "WhitespaceSplit"]

/**
 * Returns whether a tokenizer turns the words between white space into ids one by one: its normalizer looks at no neighbours, its
 * pre-tokenizer cuts at white space first, and no added token takes it in.
 */
export function cutsAtSpaces(json: Fields, added: readonly AddedToken[]): boolean {
  const normalizers = stepsOf(json["normalizer"], "normalizers")
  const [first, ...others] = stepsOf(json["pre_tokenizer"], "pretokenizers")
  return (
    normalizers.every(({ type }) => localNormalizers.includes(String(type))) &&
    cuttingPreTokenizers.includes(String(first?.["type"])) &&
    // Of these alone some treat the start of a text in another way.
    others.every(({ type }) => type !== "Metaspace" && type !== "Sequence") &&
    added.every(({ content, strips }) => !strips.includes(true) && !/\p{White_Space}/u.test(content))
  )
}

/** Returns the steps of a normalizer or a pre-tokenizer, in order. */
function stepsOf(value: unknown, name: string): readonly Fields[] {
  if (!isFields(value)) return []
  if (value["type"] !== "Sequence") return [value]
  const steps = value[name]
  return Array.isArray(steps) ? steps.filter(isFields) : []
}
