/** What isolates a page from other origins: browsers share memory between threads nowhere else. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
} as const
