import { For, Show } from "solid-js"
import type { User } from "../api/AccessGateway.ts"
import { TimeText } from "../time/TimeText.tsx"
import { StatusShape } from "../ui/StatusBadge.tsx"
import { formatCredit, nameOf, userWords } from "./userWords.ts"

const columns =
  "grid h-full w-full grid-cols-[24px_minmax(120px,1.4fr)_104px_88px_64px_96px_minmax(64px,0.6fr)_minmax(150px,1fr)_36px_36px_44px_36px] items-center gap-3 px-4 text-left"

const names: ReadonlyArray<readonly [name: string, title?: string]> = [
  ["Username"],
  ["Status"],
  ["Created"],
  ["Discount"],
  ["Credit", "In the smallest unit of credit"],
  ["Plan"],
  ["Last log-in"],
  ["WA", "WhatsApp numbers"],
  ["TG", "Telegram bots"],
  ["Panels"],
  ["Staff"]
]

/** The names of the columns. */
export const UserHead = () => (
  <div role="rowgroup" class="shrink-0 border-b border-line bg-surface">
    <div role="row" aria-rowindex={1} class={`${columns} h-8! text-xs font-medium text-muted`}>
      <span role="columnheader">
        <span class="sr-only">Pick</span>
      </span>
      <For each={names}>
        {([name, title], place) => (
          <span
            role="columnheader"
            title={title}
            classList={{ "text-right": place() > 6 || place() === 3 || place() === 4 }}
          >
            {name}
          </span>
        )}
      </For>
    </div>
  </div>
)

interface UserProps {
  readonly user: User
  readonly isPicked: boolean
  readonly onPick: (isOn: boolean) => void
  readonly onOpen: () => void
}

/** Picks a row for the bar of several. */
const Pick = (props: UserProps) => (
  <input
    type="checkbox"
    aria-label={`Pick ${nameOf(props.user)}`}
    checked={props.isPicked}
    onClick={(event) => event.stopPropagation()}
    onChange={(event) => props.onPick(event.currentTarget.checked)}
    class="size-4 pointer-coarse:size-5"
  />
)

const Status = (props: { readonly user: User }) => (
  <span class="flex items-center gap-1.5">
    <StatusShape tone={userWords[props.user.status].tone} />
    {userWords[props.user.status].label}
  </span>
)

/** One workspace in the table, 36 px. */
export const UserLine = (props: UserProps & { readonly place: number }) => (
  <div
    class={`${columns} cursor-pointer border-b border-line hover:bg-hover focus-within:bg-selected`}
    onClick={() => props.onOpen()}
  >
    <span role="cell" class="flex size-6 items-center justify-center">
      <Pick {...props} />
    </span>
    <span role="cell" class="truncate">
      <button
        type="button"
        data-row={props.place}
        class="h-6 max-w-full truncate rounded-sm font-medium text-text -outline-offset-2 hover:text-accent"
        onClick={(event) => {
          event.stopPropagation()
          props.onOpen()
        }}
      >
        {nameOf(props.user)}
      </button>
      <Show when={props.user.username !== null && props.user.name !== props.user.username}>
        <span class="ml-2 text-muted">{props.user.name}</span>
      </Show>
    </span>
    <span role="cell">
      <Status user={props.user} />
    </span>
    <span role="cell" class="text-muted">
      <TimeText at={props.user.createdAt} look="short" />
    </span>
    <span role="cell" class="figures text-right">
      {props.user.discountPercent} %
    </span>
    <span role="cell" class="figures text-right" classList={{ "text-bad": props.user.credit < 0 }}>
      {formatCredit(props.user.credit)}
    </span>
    <span role="cell" class="truncate">
      {props.user.plan}
    </span>
    <span role="cell" class="truncate text-muted">
      <LastLogin user={props.user} />
    </span>
    <For each={[props.user.whatsapp, props.user.telegram, props.user.panels, props.user.staff]}>
      {(count) => (
        <span role="cell" class="figures text-right">
          {count}
        </span>
      )}
    </For>
  </div>
)

/** When and from where somebody of the workspace was here last. */
const LastLogin = (props: { readonly user: User }) => (
  <Show when={props.user.lastLoginAt} fallback="never">
    {(at) => (
      <>
        <TimeText at={at()} look="short" /> <span class="figures">{props.user.lastLoginIp}</span>
      </>
    )}
  </Show>
)

/** The same on a phone. */
export const UserTile = (props: UserProps) => (
  <div class="flex h-full items-center gap-3 border-b border-line px-3">
    <span class="flex size-8 shrink-0 items-center justify-center">
      <Pick {...props} />
    </span>
    <button type="button" class="min-w-0 flex-1 text-left" onClick={() => props.onOpen()}>
      <span class="flex items-center justify-between gap-2">
        <span class="truncate font-medium">{nameOf(props.user)}</span>
        <Status user={props.user} />
      </span>
      <span class="block truncate text-muted">
        WA {props.user.whatsapp} · TG {props.user.telegram} · Panels {props.user.panels} · Discount{" "}
        {props.user.discountPercent} %
      </span>
      <span class="block truncate text-xs text-muted">
        Credit {formatCredit(props.user.credit)} ·{" "}
        <Show when={props.user.plan}>{(plan) => <>{plan()} · </>}</Show>
        Last log-in <LastLogin user={props.user} />
      </span>
    </button>
  </div>
)
