import { For, Show } from "solid-js"
import { getUser, type LogEntry } from "../api/AccessGateway.ts"
import { DrawerPart } from "../customers/DrawerPart.tsx"
import { useSession } from "../app/SessionContext.ts"
import { OwnerLink } from "../login/OwnerLink.tsx"
import { TimeText } from "../time/TimeText.tsx"
import { Button } from "../ui/Button.tsx"
import { createRead } from "../ui/createRead.ts"
import { Drawer } from "../ui/Drawer.tsx"
import { ErrorBox } from "../ui/ErrorBox.tsx"
import { SkeletonRows } from "../ui/Skeleton.tsx"
import type { Users } from "./createUsers.ts"
import { CreditPart } from "./CreditPart.tsx"
import type { StatusWish } from "./StatusQuestion.tsx"
import { TermsForm } from "./TermsForm.tsx"
import { nameOf, userWords } from "./userWords.ts"

interface UserDrawerProps {
  readonly id: string
  readonly users: Users
  readonly mayAct: boolean
  readonly onWish: (wish: StatusWish) => void
}

/** One workspace: what it pays, who logged in, what was changed, and what the platform may do with it (AC-06). */
export const UserDrawer = (props: UserDrawerProps) => {
  const { login } = useSession()
  // oxlint-disable-next-line solid/reactivity -- keyed: another id is another drawer
  const user = createRead((signal) => getUser(props.id, signal))
  /** The row of the list changes when a status does. */
  const shown = () => props.users.items()?.find(({ id }) => id === props.id) ?? user.value()?.workspace
  return (
    <Drawer
      isOpen
      title={shown() === undefined ? "User" : nameOf(shown()!)}
      onClose={() => props.users.open(null)}
      foot={
        <Show when={props.mayAct ? shown() : undefined}>
          {(one) => (
            <div class="flex flex-wrap gap-2">
              <Button
                isBusy={props.users.act.isBusy(one().id)}
                onClick={() => void props.users.look(one().id)}
              >
                Look into it
              </Button>
              <Show when={login().role === "admin" ? one().username : null}>
                {(username) => <OwnerLink username={username()} />}
              </Show>
              <Show when={one().status !== "active"}>
                <Button look="solid" onClick={() => props.onWish({ users: [one()], status: "active" })}>
                  Reactivate
                </Button>
              </Show>
              <Show when={one().status === "active"}>
                <Button look="danger" onClick={() => props.onWish({ users: [one()], status: "suspended" })}>
                  Suspend
                </Button>
              </Show>
              <Show when={one().status !== "banned"}>
                <Button look="danger" onClick={() => props.onWish({ users: [one()], status: "banned" })}>
                  Ban
                </Button>
              </Show>
            </div>
          )}
        </Show>
      }
    >
      <Show when={user.trouble()}>
        {(trouble) => <ErrorBox trouble={trouble()} onRetry={user.reload} isSmall />}
      </Show>
      <Show when={user.value()} fallback={<SkeletonRows count={6} rowClass="h-9" />}>
        {(found) => (
          <>
            <DrawerPart title="Workspace">
              <dl class="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
                <dt class="text-muted">Name</dt>
                <dd>{found().workspace.name}</dd>
                <dt class="text-muted">Status</dt>
                <dd>{userWords[(shown() ?? found().workspace).status].label}</dd>
                <dt class="text-muted">Created</dt>
                <dd>
                  <TimeText at={found().workspace.createdAt} look="short" />
                </dd>
                <dt class="text-muted">Has</dt>
                <dd class="figures">
                  WhatsApp {found().workspace.whatsapp} · Telegram {found().workspace.telegram} · Panels{" "}
                  {found().workspace.panels} · Staff {found().workspace.staff}
                </dd>
              </dl>
            </DrawerPart>
            <DrawerPart title="Credit">
              <CreditPart
                user={found().workspace}
                mayAct={props.mayAct}
                onChanged={() => {
                  user.reload()
                  props.users.reload()
                }}
              />
            </DrawerPart>
            <DrawerPart title="Plan, overdraft, discount and message prices">
              <TermsForm
                user={found().workspace}
                isReadOnly={!props.mayAct}
                onSaved={() => {
                  user.reload()
                  props.users.reload()
                }}
              />
            </DrawerPart>
            <DrawerPart title="Log-ins" count={found().logins.length}>
              <ul>
                <For each={found().logins} fallback={<li class="text-muted">None yet.</li>}>
                  {(one) => (
                    <li class="flex gap-2 py-0.5">
                      <TimeText at={one.at} look="short" class="text-muted" />
                      <span class="min-w-0 flex-1 truncate">{one.username}</span>
                      <span class="figures text-muted">{one.ip}</span>
                      <Show when={one.outcome !== "accepted"}>
                        <span class="text-warn">refused</span>
                      </Show>
                    </li>
                  )}
                </For>
              </ul>
            </DrawerPart>
            <DrawerPart title="Changes" count={found().changes.length}>
              <Entries items={found().changes} />
            </DrawerPart>
          </>
        )}
      </Show>
    </Drawer>
  )
}

/** Lines of a log: when, who, what. */
export const Entries = (props: { readonly items: ReadonlyArray<LogEntry> }) => (
  <ul>
    <For each={props.items} fallback={<li class="text-muted">Nothing yet.</li>}>
      {(entry) => (
        <li class="flex flex-wrap gap-x-2 py-0.5">
          <TimeText at={entry.at} look="short" class="text-muted" />
          <span>{entry.actor}</span>
          <span class="font-medium">{entry.action.replaceAll(".", " ")}</span>
          <span class="min-w-0 truncate text-muted">{entry.subject}</span>
          <Show when={entry.reason}>{(reason) => <span class="text-muted">“{reason()}”</span>}</Show>
        </li>
      )}
    </For>
  </ul>
)
