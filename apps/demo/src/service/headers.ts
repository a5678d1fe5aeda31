/** The headers that isolate a page from other origins, without which browsers share no memory between threads. */
export const isolation = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
} as const

// Everything else is forbidden: no model, image or result can leave the page.
const directives = [
  "default-src 'none'",
  // Compiles WebAssembly, evaluates no text.
  "script-src 'self' 'wasm-unsafe-eval'",
  // Of `blob:` are the threads of TensorFlow.js.
  "worker-src 'self' blob:",
  "connect-src 'self' blob: data:",
  "img-src 'self' blob: data:",
  "style-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
] as const

/** The content security policy as the page itself holds it, where the host sends none. */
export const policy = directives.join("; ")

/** All headers that a host should send, with every file. */
export const headers = {
  ...isolation,
  // A page cannot say this of itself.
  "Content-Security-Policy": `${policy}; frame-ancestors 'none'`,
} as const
