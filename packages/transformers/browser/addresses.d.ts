/** The address at which Vite serves a file. */
declare module "*?url" {
  const address: string
  export default address
}

/** The variables of the environment that a page sees. */
interface ImportMeta {
  readonly env: Readonly<Record<string, string | undefined>>
}
