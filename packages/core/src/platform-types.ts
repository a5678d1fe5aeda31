import type { BlobLike, UrlLike } from "./contracts/backend.ts"
import type { Signal } from "./contracts/signal.ts"

// Declarations are read in projects with the types of Node, of browsers, of both or of neither: what a platform has is
// looked up there, and where its types are not loaded, the part that is used stands for it.

/** The platform's `URL`. */
export type PlatformUrl = typeof globalThis extends { URL: { prototype: infer Url } } ? Url : UrlLike

/** The platform's `Blob`, of which a `File` is one. */
export type PlatformBlob = typeof globalThis extends { Blob: { prototype: infer Blob } } ? Blob : BlobLike

/** The platform's `AbortSignal`. */
export type PlatformSignal = typeof globalThis extends { AbortSignal: { prototype: infer Abort } }
  ? Abort
  : Signal
