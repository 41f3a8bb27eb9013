import { createReload, type Loaded } from "./createReload.ts"

/** Something short that is loaded whole, at once and when asked to: for pages that nothing live belongs to. */
export const createRead = <T>(load: (signal: AbortSignal) => Promise<T>): Loaded<T> => {
  const read = createReload(load)
  void read.reload()
  return read
}
