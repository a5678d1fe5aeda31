/** The lessons, in their order: three to play, and what follows from them. */
export const lessons = [
  { name: "move", title: "Move the spotlight" },
  { name: "step", title: "Score each part" },
  { name: "many", title: "Average many partitions" },
  { name: "mask", title: "Where masking misleads" },
  { name: "judge", title: "Judge a map" },
  { name: "choose", title: "Choose a method" },
  { name: "own", title: "Now your own" },
] as const

/** Name of a lesson. */
export type Lesson = (typeof lessons)[number]["name"]

/** A lesson that is played with parts of the image. */
export type Played = "move" | "step" | "many"

/** Returns whether a lesson is played with parts of the image. */
export function isPlayed(name: Lesson): name is Played {
  return name === "move" || name === "step" || name === "many"
}
