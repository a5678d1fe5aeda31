import { proxy } from "comlink"
import { withPlainErrors } from "../errors.ts"
import type { Judge } from "../judge-contract.ts"
import { released } from "../released.ts"

/** Returns the judge of a worker as other threads ask it. */
export function exposedJudge<Choice>(judge: Judge<Choice>): Judge<Choice> {
  return {
    keepBrightest: (chosen, share) => withPlainErrors(() => judge.keepBrightest(chosen, share)),
    smallestRegion: (chosen) => withPlainErrors(() => judge.smallestRegion(chosen)),
    likeness: (first, second) => withPlainErrors(() => judge.likeness(first, second)),
    agreement: (maps) => withPlainErrors(() => judge.agreement(maps)),
    trace: (chosen, rankings, tell) =>
      withPlainErrors(() => released(tell, (told) => judge.trace(chosen, rankings, told))),
  }
}

/**
 * Returns the judge of a worker to those who ask it.
 *
 * @param ask puts a question to the worker that has run the sweep
 */
export function askedJudge<Choice>(
  ask: <Value>(question: (remote: Judge<Choice>) => Promise<Value>) => Promise<Value>,
): Judge<Choice> {
  return {
    keepBrightest: (chosen, share) => ask((remote) => remote.keepBrightest(chosen, share)),
    smallestRegion: (chosen) => ask((remote) => remote.smallestRegion(chosen)),
    likeness: (first, second) => ask((remote) => remote.likeness(first, second)),
    agreement: (maps) => ask((remote) => remote.agreement(maps)),
    trace: (chosen, rankings, tell) => ask((remote) => remote.trace(chosen, rankings, proxy(tell))),
  }
}
