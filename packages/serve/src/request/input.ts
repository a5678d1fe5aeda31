/** The input of a request: a file, or texts by name. */
export type RequestInput =
  | { readonly name: string; readonly bytes: Uint8Array }
  | { readonly texts: Readonly<Record<string, string>> }
