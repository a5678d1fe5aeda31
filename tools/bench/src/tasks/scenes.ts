import type { Box } from "@pami/core"
import { models, scene } from "@pami/zoo"
import type { SceneObject } from "@pami/zoo"
import { scenesMatchTarget } from "./scenes-match.ts"
import { amongStrongest, unitsOf } from "./task.ts"
import type { Goal, Task } from "./task.ts"

const methods = ["pami", "joint-regression", "occlusion", "rise"] as const
const objects = 2

/** Models of scenes. They differ in how an object is found among their answers, and in nothing else. */
export const sceneTasks: readonly Task[] = [
  sceneTask("scenes", models.scenes.onnx.href, amongTwo),
  sceneTask("scenes-vit", models["scenes-vit"].onnx.href, amongTwo),
  sceneTask("scenes-multilabel", models["scenes-multilabel"].onnx.href, positive),
  sceneTask("scenes-detect", models["scenes-detect"].onnx.href, inBox),
  sceneTask("scenes-segment", models["scenes-segment"].onnx.href, inBox),
  {
    ...sceneTask("scenes-match", models["scenes-match"].image.onnx.href, amongTwo),
    options: async (backend) => ({ target: await scenesMatchTarget(backend) }),
  },
]

/** Returns the task of a model: scenes of two objects, at least half of each visible. Each object is a goal. */
function sceneTask(name: string, model: string, find: (object: SceneObject) => Goal["find"]): Task {
  return {
    name,
    model,
    methods,
    example(seed) {
      const { width, height, pixels, owner, objects: shown } = scene(seed, { objects })
      if (shown.some(({ visible }) => visible < 0.5)) return undefined
      return {
        input: { width, height, data: pixels },
        goals: shown.map((object, index) => ({ units: unitsOf(owner, index + 1), find: find(object) })),
      }
    },
  }
}

function amongTwo({ kind }: SceneObject): Goal["find"] {
  return amongStrongest(kind, objects)
}

function positive({ kind }: SceneObject): Goal["find"] {
  return ({ prediction }) => prediction.find(({ id, score }) => id === kind && score > 0.5)?.id
}

/** An object is found by its kind and its box, which those of regions are compared with as well. */
function inBox({ name, box: [left, top, right, bottom] }: SceneObject): Goal["find"] {
  const expected = { x: left, y: top, width: right - left, height: bottom - top }
  return ({ explanation: { targets } }) =>
    targets.find(({ label, box }) => label === name && box !== undefined && overlap(box, expected) >= 0.5)?.id
}

/** Returns the intersection of two boxes over their union. */
function overlap(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x)
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y)
  const shared = Math.max(0, across) * Math.max(0, down)
  return shared / (a.width * a.height + b.width * b.height - shared)
}
