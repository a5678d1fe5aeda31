export type { DecodeOptions } from "./decode-rules.ts"
export * from "./node/decode-picture.ts"
export * from "./node/encode-png.ts"
export * from "./node/label-map.ts"
