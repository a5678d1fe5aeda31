import type { BlobLike, UrlLike } from "./contracts/backend.ts"
import type { Signal } from "./contracts/signal.ts"

// Projects load the types of Node, of browsers, of both or of neither. These are the types of the platform if they are
// loaded, else the members that PAMI uses.

/** The platform's `URL`. */
export type PlatformUrl = typeof globalThis extends { URL: { prototype: infer Url } } ? Url : UrlLike

/** The platform's `Blob`, of which a `File` is one. */
export type PlatformBlob = typeof globalThis extends { Blob: { prototype: infer Blob } } ? Blob : BlobLike

/** The platform's `AbortSignal`. */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer Abort } }
  ? Abort
  : Signal
