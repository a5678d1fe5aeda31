import type { Check } from "../check.ts"
import { measure, stored } from "../maps/measure-backends.ts"
import { zooSubjects } from "../maps/zoo.ts"

/** Checks that the maps of every zoo model equal the stored ones. */
export const maps: readonly Check[] = zooSubjects.map((subject): Check => {
  const name = `maps/${subject.name}`
  return {
    name,
    promise: "scores, map, colours and peak equal those of exact arithmetic, within the tolerances",
    async run({ backend, options }) {
      const { row, error } = await measure(
        backend.name,
        async () => backend,
        subject,
        { name: stored, truth: await subject.truth!() },
        { fixtures: options },
      )
      const digest = options.digests?.[name]
      const other = digest !== undefined && row.mapDigest !== null && row.mapDigest !== digest
      const reasons = other
        ? [...row.reasons, `the bytes of the map have the digest ${row.mapDigest}, not ${digest}`]
        : row.reasons
      if (reasons.length > 0) throw new Error(reasons.join("\n"), { cause: error })
    },
  }
})
