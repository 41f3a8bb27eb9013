import { createEffect, createSignal, onCleanup } from "solid-js"
import { getStart } from "../api/StartGateway.ts"
import { useSession } from "../app/SessionContext.ts"
import { useLive } from "../live/LiveContext.ts"
import { createPoll } from "../ui/createPoll.ts"
import { isMarked, setMark } from "./startMemory.ts"
import { startSteps } from "./startSteps.ts"

/** What the socket says of is looked at sooner than this. */
const everyMillis = 5_000
/** A burst of changes has it read again once. */
const againMillis = 200

/** The first steps, read again whenever something of the workspace changes. */
export const createStart = () => {
  const live = useLive()
  const { login } = useSession()
  const poll = createPoll(getStart, { everyMillis, key: "id" })
  const [hasTried] = createSignal(isMarked("tried", login().tenantId))
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  live.onEvents(() => {
    timer ??= setTimeout(() => {
      timer = undefined
      poll.reload()
    }, againMillis)
  })
  // Whoever looks at the steps wants to be reminded of them again.
  createEffect(() => setMark("dismissed", login().tenantId, false))
  const steps = () => {
    const state = poll.value()
    return state === null ? null : startSteps(state, hasTried())
  }
  return {
    state: poll.value,
    trouble: poll.trouble,
    reload: poll.reload,
    steps,
    done: () => steps()?.filter(({ isDone }) => isDone).length ?? 0,
    /** The one to do now; undefined when all are done. */
    current: () => steps()?.find(({ isDone }) => !isDone)?.key
  }
}
