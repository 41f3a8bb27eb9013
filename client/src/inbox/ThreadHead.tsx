import { A } from "@solidjs/router"
import ArrowLeft from "lucide-solid/icons/arrow-left"
import Eye from "lucide-solid/icons/eye"
import PanelRight from "lucide-solid/icons/panel-right"
import { Show } from "solid-js"
import type { Conversation } from "../api/Views.ts"
import { mayDo } from "../app/access.ts"
import { LiveStatus } from "../app/LiveStatus.tsx"
import { useSession } from "../app/SessionContext.ts"
import { useLive } from "../live/LiveContext.ts"
import { IconButton } from "../ui/Button.tsx"
import { ChannelMark } from "../ui/ChannelMark.tsx"
import { ControlButtons, ControllerWords } from "./ControlButtons.tsx"
import type { Control } from "./createControl.ts"

/** Whose thread this is, on which channel, and who answers. */
export const ThreadHead = (props: {
  readonly conversation: Conversation | null
  readonly closeHref: string
  readonly onContext: (() => void) | undefined
  readonly control: Control
}) => {
  const session = useSession()
  return (
    <header class="flex h-12 shrink-0 items-center gap-2 border-b border-line px-2 md:px-4">
      <A
        href={props.closeHref}
        noScroll
        aria-label="Back to the list"
        title="Back to the list (Esc)"
        class="inline-flex size-10 shrink-0 items-center justify-center rounded-md text-muted hover:bg-hover md:hidden"
      >
        <ArrowLeft class="size-5" aria-hidden="true" />
      </A>
      <Show when={props.conversation} fallback={<span class="skeleton h-3.5 w-48" />}>
        {(conversation) => (
          <>
            <ChannelMark kind={conversation().channelKind} name={conversation().channelName} />
            <div class="flex min-w-0 flex-1 flex-col md:flex-row md:items-baseline md:gap-2">
              <h2 class="truncate text-base leading-5 font-semibold">
                {conversation().customerUsername ?? conversation().title}
              </h2>
              <p class="truncate text-xs text-muted md:text-sm">
                <Show when={![null, conversation().title].includes(conversation().customerUsername)}>
                  {conversation().title} ·{" "}
                </Show>
                {conversation().chatKind === "group" ? "Group · " : ""}
                {conversation().channelName}
              </p>
            </div>
            <WhoIsHere conversationId={conversation().id} />
            <ControllerWords conversation={conversation()} control={props.control} />
            <Show when={mayDo(session.login(), ["inbox.answer"])}>
              <ControlButtons conversation={conversation()} control={props.control} />
            </Show>
          </>
        )}
      </Show>
      <span class="md:hidden">
        <LiveStatus isShort />
      </span>
      <Show when={props.onContext}>
        {(open) => (
          <IconButton label="Customer, orders and requests" onClick={() => open()()}>
            <PanelRight class="size-4" aria-hidden="true" />
          </IconButton>
        )}
      </Show>
    </header>
  )
}

/** The others who have the chat open, and who of them writes. */
const WhoIsHere = (props: { readonly conversationId: string }) => {
  const session = useSession()
  const live = useLive()
  const others = () =>
    live.people(props.conversationId).filter(({ loginId }) => loginId !== session.login().id)
  const words = () => {
    const typing = others().find(({ isTyping }) => isTyping)
    if (typing !== undefined) return `${typing.name} is writing`
    const [first] = others()
    return others().length === 1 ? `${first?.name ?? ""} is here` : `${others().length} are here`
  }
  return (
    <Show when={others().length > 0}>
      <span
        role="status"
        class="flex shrink-0 items-center gap-1.5 text-sm text-info"
        title={others()
          .map(({ name }) => name)
          .join(", ")}
      >
        <Eye class="size-4" aria-hidden="true" />
        <span class="max-w-40 truncate max-sm:sr-only">{words()}</span>
      </span>
    </Show>
  )
}
