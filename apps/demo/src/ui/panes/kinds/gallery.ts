import { openImages } from "../../open.ts"
import type { SiteModelId } from "../../logic/settings.ts"
import type { KindEntry } from "../../kinds/logic/kind-link.ts"

/** A way in: a bundled model with an input for it. */
export interface GalleryEntry {
  readonly id: string
  /** At most two words. */
  readonly title: string
  /** Path of its icon, in a box of 24 by 24. */
  readonly icon: string
  /** A sentence about the map. */
  readonly see: string
  /** A sentence that says how to go on. */
  readonly trial: string
  open(): Promise<void>
}

/** Opens a model of images, by their classes or objects. */
const images = (site: SiteModelId | null) => async () => await openImages(site)

/** Opens a bundled model of another input than images of one class; its code is loaded then. */
const bundled = (id: KindEntry) => async () => (await import("../../kinds/bundled.ts")).openBundled(id)

/** The words about the map of a photo of the visitor. */
export const ownPhoto = {
  id: "own-photo",
  see: "A model finds everyday objects of 80 kinds in your photo; the map shows which pixels made it see the chosen one.",
  trial: "Choose another object, or open a model of yours.",
} as const

/** The entries of the gallery, in order. The first is the start. */
export const gallery: readonly GalleryEntry[] = [
  {
    id: "scene",
    title: "Scene",
    icon: "M3 19l6-12 4 7 3-4 5 9zM16 6h.01",
    see: "A model names the objects of a drawing; the map shows which pixels made it say so.",
    trial:
      "Choose another class in the list, or press “vs” to see what speaks for one and against the other.",
    open: images(null),
  },
  {
    id: "photo",
    title: "Photo",
    icon: "M3 5h18v14H3zM3 16l5-5 4 4 3-3 6 5M15 9.5h.01",
    see: "A model finds everyday objects in a photo; the map shows which pixels made it see the chosen one.",
    trial:
      "Choose another object in the photo, or take the cat under “Samples”, and see what made the model call it a dog.",
    open: images("photo"),
  },
  {
    id: "detection",
    title: "Detection",
    icon: "M4 8V4h4M16 4h4v4M20 16v4h-4M8 20H4v-4M9 9h6v6H9z",
    see: "A model finds every object of a drawing and puts a box around it; each box has a map.",
    trial: "Choose the other object, and look whether its map stays within its box.",
    open: images("detection"),
  },
  {
    id: "caption",
    title: "Caption",
    icon: "M3 4h18v11H3zM6 19h5M13 19h5",
    see: "A model describes an image; under the image, each word of its answer has a map that shows what made the model write it.",
    trial: "Choose “butterfly”, then “mushroom”, and compare their maps.",
    open: bundled("caption"),
  },
  {
    id: "question",
    title: "Question",
    icon: "M4 4h16v12H11l-4 4v-4H4zM10 8a2 2 0 1 1 2 2v1M12 13h.01",
    see: "A model answers a question about an image; the colours show which pixels and which words of the question it used.",
    trial: "Ask “What is on the left?”, or name something that is not there.",
    open: bundled("question"),
  },
  {
    id: "reviews",
    title: "Text",
    icon: "M4 6h16M4 11h16M4 16h10",
    see: "A model says whether a review is positive; each word has the colour of its importance.",
    trial: "Change a word, such as “wonderful” to “boring”, and press “Explain text”.",
    open: bundled("reviews"),
  },
  {
    id: "tags",
    title: "Names",
    icon: "M4 5h8l8 7-8 7H4zM8 12h.01",
    see: "A model tags words as people, places or companies; the colours show which other words it looked at.",
    trial: "Choose another tagged word, then change “Doctor” to “near” and explain again.",
    open: bundled("tags"),
  },
  {
    id: "sounds",
    title: "Sound",
    icon: "M4 10v4M8 6v12M12 3v18M16 7v10M20 10v4",
    see: "A model recognizes a spoken word; the colours show when it heard it.",
    trial: "Press “Play evidence” to hear only the part that convinced the model, or drop your own WAV.",
    open: bundled("sounds"),
  },
  {
    id: "signals",
    title: "Series",
    icon: "M3 17l4-6 4 3 4-9 3 6h3",
    see: "A model finds a pattern in four curves; the colours show where in time, and in which curve.",
    trial: "Choose “time” under Settings to mask all four curves at once.",
    open: bundled("signals"),
  },
  {
    id: "loans",
    title: "Table",
    icon: "M3 5h18v14H3zM3 10h18M9 5v14",
    see: "A model approves or refuses a loan; each bar shows how much a column speaks for its answer.",
    trial: "Step through the rows, or choose what takes the place of hidden values.",
    open: bundled("loans"),
  },
]
