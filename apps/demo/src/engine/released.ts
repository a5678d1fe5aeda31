import { releaseProxy, type Remote } from "comlink"

/** Calls back another thread, by a comlink proxy, which is asynchronous. */
export type Told<Step> = (step: Step) => Promise<void>

/** Does work that calls back by a comlink proxy, which is released at the end. */
export async function released<Step>(
  tell: (step: Step) => unknown,
  work: (told: Told<Step>) => Promise<void>,
): Promise<void> {
  const told = tell as Told<Step> & Pick<Remote<() => void>, typeof releaseProxy>
  try {
    await work(told)
  } finally {
    told[releaseProxy]()
  }
}
