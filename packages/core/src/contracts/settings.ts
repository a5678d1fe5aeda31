/** A value that JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Options in force, by name. They are JSON, so that a manifest can record them. */
export type Settings = Readonly<Record<string, Json>>
