import { type Accessor, createEffect, on } from "solid-js"
import { createReload, type Loaded } from "../ui/createReload.ts"
import { useLive } from "./LiveContext.ts"

/**
 * Something short that is loaded whole: anew when the live socket lost its place, when `question` changes, and when
 * asked to.
 */
export const createLoaded = <T>(
  load: (signal: AbortSignal) => Promise<T>,
  question: Accessor<unknown> = () => undefined
): Loaded<T> => {
  const live = useLive()
  const loaded = createReload(async (signal) => {
    await live.settled
    return await load(signal)
  })
  createEffect(on([live.snapshot, question], () => void loaded.reload()))
  return loaded
}
