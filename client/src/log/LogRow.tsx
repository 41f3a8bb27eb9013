import { A } from "@solidjs/router"
import { Show } from "solid-js"
import type { LogLine } from "../api/Views.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"

export const areaWords = {
  command: "Commands",
  dispatch: "Dispatches",
  channel: "Channels",
  system: "System"
} as const

const levelWords = {
  info: { tone: "plain", label: "Info" },
  warn: { tone: "warn", label: "Warning" },
  error: { tone: "bad", label: "Error" }
} as const

/** One line of the log; `name` = whose it is. */
export const LogRow = (props: {
  readonly line: LogLine
  readonly name: string | undefined
  readonly href: string | null
}) => {
  const level = () => levelWords[props.line.level]
  return (
    <div class="flex h-full items-center gap-x-3 border-b border-line/60 px-3 max-md:flex-wrap max-md:content-center md:px-4">
      <TimeText at={props.line.at} look="seconds" class="w-16 text-muted" />
      <span class="flex w-5 justify-center" title={level().label}>
        <StatusShape tone={level().tone} />
        <span class="sr-only">{level().label}</span>
      </span>
      <span class="w-20 shrink-0 text-muted">{areaWords[props.line.area]}</span>
      <Show when={props.name !== undefined}>
        <span class="w-32 shrink-0 truncate max-md:flex-1" title={props.name}>
          {props.name}
        </span>
      </Show>
      <span
        class="max-md:order-last max-md:line-clamp-2 max-md:w-full md:flex-1 md:truncate"
        title={props.line.text}
      >
        {props.line.text}
      </span>
      <Show when={props.href}>
        {(to) => (
          <A
            href={to()}
            class="inline-flex h-6 shrink-0 items-center text-accent hover:underline max-md:ml-auto"
          >
            Open
          </A>
        )}
      </Show>
    </div>
  )
}
