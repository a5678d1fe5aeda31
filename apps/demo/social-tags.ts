import type { HtmlTagDescriptor, Plugin } from "vite"

/** Size of the image of a link, in pixels: public/social.png, drawn by draw-social.ts. */
export const socialSize = { width: 1200, height: 630 }

const alt =
  "A scene of a butterfly and a mushroom; beside it the map of the pixels that the answer “mushroom” is based on."

/**
 * Has the page describe itself to those who show links to it (Open Graph, and the cards of X).
 *
 * @param address where the site is published; the image's address must be absolute for most of them. Default: relative
 *   addresses
 */
export function socialTags(address: string | undefined): Plugin {
  const site = address === undefined ? undefined : withSlash(address)
  return {
    name: "social-tags",
    transformIndexHtml: (html) => {
      const title = textOf(html, /<title>([^<]+)/)
      const description = textOf(html, /name="description"\s+content="([^"]+)/)
      const picture = site === undefined ? "./social.png" : new URL("social.png", site).href
      return [
        open("type", "website"),
        open("site_name", "PAMI"),
        open("title", title),
        open("description", description),
        ...(site === undefined ? [] : [open("url", site)]),
        open("image", picture),
        open("image:width", String(socialSize.width)),
        open("image:height", String(socialSize.height)),
        open("image:alt", alt),
        { tag: "meta", attrs: { name: "twitter:card", content: "summary_large_image" }, injectTo: "head" },
      ]
    },
  }
}

function open(property: string, content: string): HtmlTagDescriptor {
  return { tag: "meta", attrs: { property: `og:${property}`, content }, injectTo: "head" }
}

function textOf(html: string, pattern: RegExp): string {
  const found = pattern.exec(html)?.[1]
  if (found === undefined) throw new Error(`index.html has nothing that ${pattern} finds`)
  return found
}

function withSlash(address: string): string {
  if (!URL.canParse(address) || !/^https?:/.test(address))
    throw new Error(
      `SITE_ADDRESS is the whole address of the site, as https://example.org/pami/; not ${address}`,
    )
  return address.endsWith("/") ? address : `${address}/`
}
