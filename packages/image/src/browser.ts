export * from "./browser/decode-picture.ts"
export * from "./browser/encode-png.ts"
export type { DecodeOptions } from "./decode-rules.ts"
