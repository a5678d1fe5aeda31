import bold from "@fontsource/dejavu-sans/files/dejavu-sans-latin-700-normal.woff?url"
import italic from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-italic.woff?url"
import regular from "@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff?url"

/** Files of the fonts that figures are written in: regular, bold, italic. */
export async function readFonts(): Promise<readonly Uint8Array[]> {
  return await Promise.all([regular, bold, italic].map(bytesOf))
}

async function bytesOf(url: string): Promise<Uint8Array> {
  const response = await fetch(url)
  return new Uint8Array(await response.arrayBuffer())
}
