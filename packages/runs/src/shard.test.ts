import { expect, test } from "vitest"
import { isInShard, parseShard, shardFrom } from "./index.ts"

const invalid = expect.objectContaining({ code: "SHARD_INVALID" })

test("every input is in one shard, whatever others there are, and shards are about equal", () => {
  const counts = [0, 0, 0, 0]
  for (let number = 0; number < 4000; number++) {
    const shards = [0, 1, 2, 3].filter((index) => isInShard(`photos/${number}.jpg`, { index, count: 4 }))
    expect(shards.length).toBe(1)
    counts[shards[0]]++
  }
  for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120)
})

test("a shard is an index and a count; the index may be that of an array job", () => {
  expect(parseShard("2/4", {})).toEqual({ index: 2, count: 4 })
  expect(parseShard("/8", { JOB_COMPLETION_INDEX: "3" })).toEqual({ index: 3, count: 8 })
  expect(parseShard("/8", { SLURM_ARRAY_TASK_ID: "7" })).toEqual({ index: 7, count: 8 })
  for (const text of ["4/4", "2", "a/b", "-1/4", "1/0", "0/100001", "/4"])
    expect(() => parseShard(text, {})).toThrow(invalid)
})

test("array jobs of AWS Batch and Slurm say index and count; Kubernetes leaves the count to the caller", () => {
  expect(shardFrom({})).toBeUndefined()
  expect(shardFrom({ AWS_BATCH_JOB_ARRAY_INDEX: "0", AWS_BATCH_JOB_ARRAY_SIZE: "10" })).toEqual({
    shard: { index: 0, count: 10 },
    variable: "AWS_BATCH_JOB_ARRAY_INDEX",
  })
  expect(shardFrom({ SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "4" })?.shard).toEqual({
    index: 3,
    count: 4,
  })
  // One job of an array that was started again, alone: its index is not below its count.
  expect(() => shardFrom({ SLURM_ARRAY_TASK_ID: "3", SLURM_ARRAY_TASK_COUNT: "1" })).toThrow(invalid)
  expect(() => shardFrom({ JOB_COMPLETION_INDEX: "3" })).toThrow(/give the count/)
  expect(() => shardFrom({ AWS_BATCH_JOB_ARRAY_INDEX: "x", AWS_BATCH_JOB_ARRAY_SIZE: "4" })).toThrow(invalid)
})
