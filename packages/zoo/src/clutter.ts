import { modulo, sin, turnOf } from "./arithmetic.ts"
import { clear, hsl, shade } from "./colour.ts"
import type { Layer } from "./layer.ts"
import { type Painter, roundness, stroke } from "./shapes.ts"

const forms = [blob, shard, arc, squiggle, crumbs, rubble]

/** Returns distractors: small shapes without a kind, anywhere on a scene of `width` by `height` short sides. */
export function distractors(next: () => number, count: number, width: number, height: number): Layer[] {
  return Array.from({ length: count }, () => ({
    paint: forms[Math.floor(forms.length * next())](next),
    x: width * next(),
    y: height * next(),
    radius: 0.03 + 0.09 * next(),
    angle: 2 * Math.PI * next(),
    owner: 0,
  }))
}

/** Returns a twig or a blade of grass, without an owner, across an outer region of `object`. */
export function occluder(next: () => number, object: Layer): Layer {
  const angle = 2 * Math.PI * next()
  const offset = object.radius * (0.45 + 0.35 * next())
  const colour = hsl(next(), 0.2 + 0.4 * next(), 0.2 + 0.5 * next())
  const width = 0.05 + 0.03 * next()
  const bend = 0.3 * (next() - 0.5)
  return {
    paint: (x, y) => {
      const aside = Math.abs(y - bend * x * x)
      if (x * x > 1 || aside > width * (1 - 0.7 * x * x)) return clear
      return shade(colour, aside < 0.4 * width ? 1.2 : 0.9)
    },
    x: object.x - offset * sin(angle),
    y: object.y + offset * sin(angle + Math.PI / 2),
    radius: 0.18 + 0.1 * next(),
    angle,
    owner: 0,
  }
}

function anyColour(next: () => number) {
  return hsl(next(), 0.2 + 0.7 * next(), 0.2 + 0.65 * next())
}

function blob(next: () => number): Painter {
  const colour = anyColour(next)
  const lobes = 2 + Math.floor(3 * next())
  const depth = 0.1 + 0.25 * next()
  const flat = 1 + next()
  return (x, y) => {
    const wave = 1 - depth + depth * sin(2 * Math.PI * lobes * turnOf(x, y))
    return x * x + flat * y * y < wave * wave ? shade(colour, roundness(x, y)) : clear
  }
}

function shard(next: () => number): Painter {
  const colour = anyColour(next)
  const [a, b, c, d] = [next() - 0.2, next() - 0.2, next() - 0.2, 0.4 * next()]
  return (x, y) => {
    if (x + a * y > 0.7 || -x + b * y > 0.7 || y + c * x > 0.7 || -y > d) return clear
    return shade(colour, x + y > 0.2 ? 0.85 : 1.05)
  }
}

function arc(next: () => number): Painter {
  const colour = anyColour(next)
  const inner = 0.6 + 0.25 * next()
  const length = 0.25 + 0.4 * next()
  return (x, y) => {
    const radius = x * x + y * y
    return radius < 1 && radius > inner * inner && turnOf(x, y) < length ? colour : clear
  }
}

function squiggle(next: () => number): Painter {
  const colour = anyColour(next)
  const bend = 0.4 * next()
  const pitch = 3 + 5 * next()
  const width = 0.1 + 0.12 * next()
  return (x, y) => (x * x < 1 && Math.abs(y - bend * sin(pitch * x)) < width ? colour : clear)
}

function crumbs(next: () => number): Painter {
  const colours = [anyColour(next), anyColour(next)]
  const dots = Array.from({ length: 5 }, () => ({
    x: 1.6 * next() - 0.8,
    y: 1.6 * next() - 0.8,
    size: 0.04 + 0.05 * next(),
  }))
  return (x, y) => {
    const hit = dots.findIndex((dot) => (x - dot.x) * (x - dot.x) + (y - dot.y) * (y - dot.y) < dot.size)
    return hit < 0 ? clear : colours[hit % 2]
  }
}

function rubble(next: () => number): Painter {
  const [colour, other] = [anyColour(next), anyColour(next)]
  const slant = 2 * next() - 1
  const pitch = 0.3 + 0.4 * next()
  return (x, y) => {
    if (!stroke(x, y, -0.5, 0, 0.5, 0, 0.45)) return clear
    return modulo(x + slant * y, pitch) < pitch / 2 ? colour : other
  }
}
