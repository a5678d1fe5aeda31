import citation from "../../../../../CITATION.cff?raw"

/** A link to something that the project has published. */
export interface PublishedLink {
  readonly name: string
  readonly address: string
}

/**
 * Returns the links that a file of citation (CFF 1.2) has: source, npm and paper, as far as it names them.
 *
 * @param text the file; default: that of this project
 */
export function publishedLinks(text: string = citation): PublishedLink[] {
  const field = (name: string) => new RegExp(`^ *${name}: *"?([^"\\s]+)`, "m").exec(text)?.[1]
  const doi = field("doi")
  return [
    { name: "Source", address: field("repository-code") },
    { name: "npm", address: field("repository-artifact") },
    { name: "Paper", address: doi && `https://doi.org/${doi}` },
  ].filter((link): link is PublishedLink => link.address !== undefined)
}
