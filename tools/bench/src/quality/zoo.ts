import { classProbability, preflight, topClasses } from "@pami/core"
import type { Backend } from "@pami/core"
import { blur } from "@pami/image"
import { models, scene } from "@pami/zoo"
import type { Scene } from "@pami/zoo"
import { fileURLToPath } from "node:url"
import { inputOf } from "./subject.ts"
import type { Subject, SubjectGroup } from "./subject.ts"

const { onnx, preprocessing } = models.scenes

// Scenes of these seeds are neither trained on nor in the zoo's own report.
const firstSeed = 950_000_000

/**
 * The first `count` scenes of two objects that the zoo's model sees: less than half of either is hidden, and the two
 * kinds are the two most probable classes. Each object is a goal; whose every pixel is, is known exactly.
 */
export async function zooScenes(backend: Backend, count: number): Promise<SubjectGroup> {
  const file = fileURLToPath(onnx)
  const model = await backend.load(file)
  const subjects: Subject[] = []
  for (let seed = firstSeed; subjects.length < count; seed++) {
    const drawn = scene(seed, { objects: 2, width: preprocessing.width })
    if (drawn.objects.some(({ visible }) => visible < 0.5)) continue
    const { width, height, pixels } = drawn
    const subject: Subject = {
      group: "zoo",
      name: `scene ${seed}`,
      model,
      picture: { width, height, data: pixels },
      preprocessing,
      goals: drawn.objects.map(({ name, kind }, index) => ({
        name,
        target: kind,
        object: ownedBy(drawn, index + 1),
      })),
    }
    const target = classProbability({ activation: "softmax", classes: topClasses(2) })
    const { bound } = await preflight(model, await inputOf(subject, blur()), target)
    if (subject.goals.every(({ target }) => bound.targets.some(({ id }) => id === target)))
      subjects.push(subject)
  }
  const title = `${count} scenes of two objects, the zoo's model; each object's class, its exact pixels`
  return { name: "zoo", title, subjects, file, dispose: () => model.dispose() }
}

function ownedBy({ owner }: Scene, number: number): Uint8Array {
  return owner.map((who) => (who === number ? 1 : 0))
}
