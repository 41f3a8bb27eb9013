import { Show } from "solid-js"
import { useLive } from "../live/LiveContext.ts"
import type { LiveStatus as Status } from "../live/createLive.ts"
import { formatSeconds } from "../time/formatTime.ts"
import { StatusShape, type Tone } from "../ui/StatusBadge.tsx"
import { useSession } from "./SessionContext.ts"

const words: Record<Status, { readonly text: string; readonly tone: Tone; readonly meaning: string }> = {
  connecting: { text: "Connecting", tone: "busy", meaning: "Opening the live connection" },
  live: { text: "Live", tone: "ok", meaning: "What you see is what the gateway has" },
  reconnecting: {
    text: "Reconnecting",
    tone: "warn",
    meaning: "New messages are missing until the connection is back"
  },
  offline: { text: "Offline", tone: "bad", meaning: "This device has no network; new messages are missing" }
}

/** The truth about the socket. */
export const LiveStatus = (props: { readonly isShort?: boolean }) => {
  const live = useLive()
  const session = useSession()
  const word = () => words[live.status()]
  return (
    <span
      role="status"
      title={word().meaning}
      class="flex min-w-0 items-center gap-1.5 text-xs whitespace-nowrap text-muted"
    >
      <StatusShape tone={word().tone} />
      <span class="font-medium" classList={{ "sr-only": props.isShort === true }}>
        {word().text}
      </span>
      <Show when={live.status() !== "live" && props.isShort !== true && live.lastFrameAt()}>
        {(at) => (
          <span class="figures truncate">(last update {formatSeconds(at(), session.timeZone())})</span>
        )}
      </Show>
    </span>
  )
}
