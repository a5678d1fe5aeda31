import { validate as deployment } from "kubernetes-models/_schemas/IoK8sApiAppsV1Deployment"
import { validate as job } from "kubernetes-models/_schemas/IoK8sApiBatchV1Job"
import { validate as claim } from "kubernetes-models/_schemas/IoK8sApiCoreV1PersistentVolumeClaim"
import { validate as pod } from "kubernetes-models/_schemas/IoK8sApiCoreV1Pod"
import { validate as service } from "kubernetes-models/_schemas/IoK8sApiCoreV1Service"
import { unknownFields } from "./unknown-fields.ts"

interface Problem {
  readonly instancePath: string
  readonly keyword: string
  readonly params: Readonly<Record<string, unknown>>
}

/** A validator that was compiled from a schema of Kubernetes. */
interface Validator {
  (value: unknown): boolean
  readonly errors?: readonly Problem[] | null
}

const validators: Readonly<Record<string, Validator>> = {
  Deployment: deployment,
  Job: job,
  PersistentVolumeClaim: claim,
  Pod: pod,
  Service: service,
}

/** Returns what Kubernetes' schemas have against an object, empty if nothing. */
export function kubernetesProblems(object: { readonly kind: string }): string[] {
  const { kind } = object
  if (!Object.hasOwn(validators, kind)) return [`Kubernetes has no schema for ${kind}`]
  const validate = validators[kind]
  const unknown = unknownFields(object, (watched) => validate(watched))
  return [
    ...(validate.errors ?? []).map(
      ({ instancePath, keyword, params }) =>
        `${instancePath}: ${keyword} ${Object.values(params).join(", ")}`,
    ),
    ...unknown.map((path) => `${path} is not a field of ${kind}`),
  ]
}
