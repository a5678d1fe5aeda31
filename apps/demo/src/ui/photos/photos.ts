/** A photo that the site has for its model of photos. */
export interface SamplePhoto {
  /** Id, for links. */
  readonly id: string
  readonly name: string
  readonly address: string
  /** Author and licence. */
  readonly credit: string
}

/** The photos of the site. The first is that of the gallery. */
export const photos: readonly [SamplePhoto, ...SamplePhoto[]] = [
  {
    id: "coffee",
    name: "coffee",
    address: new URL("./coffee.webp", import.meta.url).href,
    credit: "Rachel Michetti, CC0",
  },
  {
    id: "chelsea",
    name: "Chelsea the cat",
    address: new URL("./chelsea.webp", import.meta.url).href,
    credit: "Stéfan van der Walt, CC0",
  },
  {
    id: "astronaut",
    name: "Eileen Collins",
    address: new URL("./astronaut.webp", import.meta.url).href,
    credit: "NASA, public domain",
  },
]
