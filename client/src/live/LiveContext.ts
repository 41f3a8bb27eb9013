import { createContext, useContext } from "solid-js"
import type { Live } from "./createLive.ts"

export const LiveContext = createContext<Live>()

/** The live socket; only inside the frame. */
export const useLive = (): Live => {
  const live = useContext(LiveContext)
  if (live === undefined) throw new Error("useLive outside of the frame")
  return live
}
