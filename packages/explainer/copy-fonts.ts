// Copies the fonts of figures into the build. In a browser they are files of this package: of other packages, Vite's
// development server and import maps find none by `new URL(…, import.meta.url)`.
import { copyFileSync, mkdirSync } from "node:fs"
import { fileURLToPath } from "node:url"

const from = new URL("./", import.meta.resolve("@fontsource/dejavu-sans/package.json"))
const to = new URL("dist/fonts/", import.meta.url)
mkdirSync(to, { recursive: true })
for (const style of ["400-normal", "700-normal", "400-italic"]) {
  const file = `dejavu-sans-latin-${style}.woff`
  copyFileSync(fileURLToPath(new URL(`files/${file}`, from)), fileURLToPath(new URL(file, to)))
}
copyFileSync(fileURLToPath(new URL("LICENSE", from)), fileURLToPath(new URL("LICENSE", to)))
