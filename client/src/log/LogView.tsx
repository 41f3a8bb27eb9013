import { A } from "@solidjs/router"
import { Show } from "solid-js"
import { mayOpen } from "../app/access.ts"
import { useSession } from "../app/SessionContext.ts"
import { listLogs } from "../api/Gateway.ts"
import type { LogLine } from "../api/Views.ts"
import { buttonClass } from "../ui/Button.tsx"
import type { LogSource } from "./createLog.ts"
import { LogPage } from "./LogPage.tsx"

const source: LogSource<LogLine> = {
  load: ({ workspace: _, ...query }, signal) => listLogs(query, signal),
  lineOf: (event) => (event._tag === "LogAdded" ? event.line : null)
}

const hrefOf = ({ conversationId, requestId }: LogLine) =>
  conversationId !== null
    ? `/desk/${conversationId}`
    : requestId !== null
      ? `/requests?open=${requestId}`
      : null

/** What happens in the workspace, as it happens (LD-05). */
const LogView = () => {
  const session = useSession()
  return (
    <LogPage
      title="Log"
      hint="Commands, what was handed on, and the state of your channels are written here as they happen."
      source={source}
      hrefOf={hrefOf}
      more={() => (
        <Show when={mayOpen(session.login(), "/actors")}>
          <A href="/actors" class={buttonClass("quiet")} title="Who works on your chats and orders now">
            Actors
          </A>
        </Show>
      )}
    />
  )
}

export default LogView
