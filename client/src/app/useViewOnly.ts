import { useContext, type Accessor } from "solid-js"
import { viewOnly } from "./access.ts"
import { SessionContext } from "./SessionContext.ts"

/** Pages of one's own and of the platform, where who looks at a workspace still acts for himself. */
const isOwn = /^\/(?:admin|account|factor)(?:\/|$)/

/** Why what changes something must not be pressed here; null when it may, and outside of the frame. */
export const useViewOnly = (): Accessor<string | null> => {
  const session = useContext(SessionContext)
  return () => (session === undefined || isOwn.test(location.pathname) ? null : viewOnly(session.login()))
}
