import { createMemo } from "solid-js"
import { useSession } from "../app/SessionContext.ts"
import { formatAgo, formatClock, formatExact, formatSeconds, formatShort } from "./formatTime.ts"

/** A time in the tenant's zone, with the exact one on hover. */
export const TimeText = (props: {
  readonly at: number
  readonly look: "clock" | "seconds" | "short" | "ago"
  readonly class?: string
}) => {
  const session = useSession()
  const text = createMemo(() => {
    const zone = session.timeZone()
    switch (props.look) {
      case "clock":
        return formatClock(props.at, zone)
      case "seconds":
        return formatSeconds(props.at, zone)
      case "short":
        return formatShort(props.at, session.now(), zone)
      case "ago":
        return formatAgo(props.at, session.now())
    }
  })
  return (
    <time
      datetime={new Date(props.at).toISOString()}
      title={formatExact(props.at, session.timeZone())}
      class={`figures whitespace-nowrap ${props.class ?? ""}`}
    >
      {text()}
    </time>
  )
}
