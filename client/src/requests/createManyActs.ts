import { createSignal, onCleanup } from "solid-js"
import { closeRequest, retryDispatch, type HandResult } from "../api/Gateway.ts"
import { asTrouble } from "../api/Trouble.ts"
import type { RequestView } from "../api/Views.ts"
import { dispatchWords } from "../words/orderWords.ts"

/** What became of one of many. */
export interface Outcome {
  readonly orderId: string
  /** Null = it is done. */
  readonly problem: string | null
}

/** How far many are. */
export interface Progress {
  readonly what: "close" | "retry"
  readonly total: number
  readonly outcomes: ReadonlyArray<Outcome>
  readonly isRunning: boolean
}

/** The parts of a request that failed and may be tried again. */
export const failedParts = ({ dispatches }: RequestView) =>
  dispatches.filter(({ state }) => dispatchWords[state].canRetry)

/** Does the same with many requests, one after the other, and keeps what became of each. */
export const createManyActs = () => {
  const [progress, setProgress] = createSignal<Progress | null>(null)
  let isStopped = false
  onCleanup(() => (isStopped = true))

  const run = async (
    what: Progress["what"],
    requests: ReadonlyArray<RequestView>,
    work: (request: RequestView) => Promise<unknown>
  ) => {
    isStopped = false
    setProgress({ what, total: requests.length, outcomes: [], isRunning: true })
    for (const request of requests) {
      if (isStopped) break
      const problem = await work(request)
        .then(() => null)
        .catch((error: unknown) => asTrouble(error).message)
      setProgress(
        (now) => now && { ...now, outcomes: [...now.outcomes, { orderId: request.orderId, problem }] }
      )
    }
    setProgress((now) => now && { ...now, isRunning: false })
  }

  return {
    progress,
    close: (requests: ReadonlyArray<RequestView>, body: { result: HandResult; tellCustomer: boolean }) =>
      run("close", requests, (request) => closeRequest(request.id, body)),
    /** What nobody knows the fate of is refused by the gateway and needs a person's look. */
    retry: (requests: ReadonlyArray<RequestView>) =>
      run("retry", requests, async (request) => {
        for (const part of failedParts(request)) await retryDispatch(part.id, false)
      }),
    stop: () => (isStopped = true),
    forget: () => setProgress(null)
  }
}

export type ManyActs = ReturnType<typeof createManyActs>
