import Bot from "lucide-solid/icons/bot"
import Hand from "lucide-solid/icons/hand"
import Pause from "lucide-solid/icons/pause"
import { createSignal, For, Match, Show, Switch } from "solid-js"
import type { Conversation } from "../api/Views.ts"
import { useSession } from "../app/SessionContext.ts"
import { formatUntil } from "../time/formatTime.ts"
import { Button, IconButton } from "../ui/Button.tsx"
import { PressItem, PressMenu } from "../ui/PressMenu.tsx"
import type { Control } from "./createControl.ts"

/** For how long the bot can be paused by a press. */
const pauses = [
  { minutes: 15, words: "15 minutes" },
  { minutes: 60, words: "1 hour" },
  { minutes: 4 * 60, words: "4 hours" },
  { minutes: 24 * 60, words: "1 day" },
  { minutes: 7 * 24 * 60, words: "1 week" }
] as const

/** Asks for how long. */
const PauseButton = (props: { readonly control: Control }) => {
  const [anchor, setAnchor] = createSignal<HTMLElement | null>(null)
  const pick = (minutes: number) => {
    setAnchor(null)
    props.control.pause(minutes)
  }
  return (
    <>
      <IconButton
        label="Pause the bot"
        aria-haspopup="menu"
        aria-expanded={anchor() !== null}
        disabled={props.control.act.isBusy()}
        onClick={(event) => setAnchor((open) => (open === null ? event.currentTarget : null))}
      >
        <Pause class="size-4" aria-hidden="true" />
      </IconButton>
      <Show when={anchor()}>
        {(button) => (
          <PressMenu anchor={button()} label="Pause the bot for" onClose={() => setAnchor(null)}>
            <For each={pauses}>
              {({ minutes, words }) => (
                <PressItem onPick={() => pick(minutes)}>Pause the bot for {words}</PressItem>
              )}
            </For>
          </PressMenu>
        )}
      </Show>
    </>
  )
}

/** Who answers, in a few words. */
export const ControllerWords = (props: {
  readonly conversation: Conversation
  readonly control: Control
}) => {
  const session = useSession()
  const until = () => {
    const at = props.conversation.controlledUntil
    return at === null ? "" : ` until ${formatUntil(at, Date.now(), session.timeZone())}`
  }
  const name = () => props.conversation.controllerName ?? "A person"
  return (
    <span class="flex shrink-0 items-center gap-1.5 text-sm text-muted" role="status">
      <Switch>
        <Match when={props.conversation.controller === "bot"}>
          <Bot class="size-4 text-accent" aria-hidden="true" />
          <span class="max-sm:sr-only">Bot answers</span>
        </Match>
        <Match when={props.conversation.controller === "human"}>
          <Hand class="size-4 text-info" aria-hidden="true" />
          <span class="max-w-40 truncate max-sm:sr-only">
            {props.control.isMine() ? "You answer" : `${name()} answers`}
            {until()}
          </span>
        </Match>
        <Match when={props.conversation.controller === "paused"}>
          <Pause class="size-4 text-warn" aria-hidden="true" />
          <span class="max-w-40 truncate max-sm:sr-only">Bot is paused{until()}</span>
        </Match>
      </Switch>
    </span>
  )
}

/** Take over, hand back, pause. */
export const ControlButtons = (props: { readonly conversation: Conversation; readonly control: Control }) => (
  <div class="flex shrink-0 items-center gap-1">
    <Show when={props.conversation.controller === "bot"}>
      <PauseButton control={props.control} />
    </Show>
    <Show
      when={props.control.isMine()}
      fallback={
        <>
          <Button
            look="solid"
            title="Take over (T)"
            isBusy={props.control.act.isBusy()}
            onClick={() => props.control.take()}
          >
            <Hand class="size-4" aria-hidden="true" />
            <span class="max-sm:sr-only">Take over</span>
          </Button>
          <Show when={props.conversation.controller !== "bot"}>
            <IconButton
              label="Hand back to the bot (B)"
              disabled={props.control.act.isBusy()}
              onClick={() => props.control.handBack()}
            >
              <Bot class="size-4" aria-hidden="true" />
            </IconButton>
          </Show>
        </>
      }
    >
      <Button
        title="Hand back to the bot (B)"
        isBusy={props.control.act.isBusy()}
        onClick={() => props.control.handBack()}
      >
        <Bot class="size-4" aria-hidden="true" />
        <span class="max-sm:sr-only">Hand back</span>
      </Button>
    </Show>
  </div>
)
