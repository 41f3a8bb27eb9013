import { onCleanup } from "solid-js"

/** Work that begins a pause after it was last asked for, so that it is not done at every letter that is typed. */
export const createDelay = () => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let abort = new AbortController()
  /** Gives up what waits and what is under way. */
  const stop = () => {
    clearTimeout(timer)
    abort.abort()
  }
  onCleanup(stop)
  return {
    stop,
    /** In the place of whatever waits or is under way; `signal` ends when something else takes its place. */
    start: (millis: number, work: (signal: AbortSignal) => Promise<void>) => {
      stop()
      abort = new AbortController()
      const { signal } = abort
      timer = setTimeout(() => void work(signal), millis)
    }
  }
}
