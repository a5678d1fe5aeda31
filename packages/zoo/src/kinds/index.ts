import type { Painter } from "../shapes.ts"
import { ball } from "./ball.ts"
import { boat } from "./boat.ts"
import { butterfly } from "./butterfly.ts"
import { cactus } from "./cactus.ts"
import { fish } from "./fish.ts"
import { flag } from "./flag.ts"
import { iceCream } from "./ice-cream.ts"
import { ladybird } from "./ladybird.ts"
import { leaf } from "./leaf.ts"
import { mushroom } from "./mushroom.ts"
import { star } from "./star.ts"
import { wall } from "./wall.ts"

/** Names of the kinds of objects, in the order of the classes of the model (0 to 11). */
export const kinds = [
  "ball",
  "boat",
  "butterfly",
  "cactus",
  "fish",
  "flag",
  "ice cream",
  "ladybird",
  "leaf",
  "mushroom",
  "star",
  "wall",
] as const

/** Name of a kind of object. */
export type KindName = (typeof kinds)[number]

/** Functions that make an object of each kind with random shape, texture and colours. */
export const painters: Readonly<Record<KindName, (next: () => number) => Painter>> = {
  ball,
  boat,
  butterfly,
  cactus,
  fish,
  flag,
  "ice cream": iceCream,
  ladybird,
  leaf,
  mushroom,
  star,
  wall,
}
