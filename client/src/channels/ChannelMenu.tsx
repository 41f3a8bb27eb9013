import { DropdownMenu } from "@kobalte/core/dropdown-menu"
import Ellipsis from "lucide-solid/icons/ellipsis"
import { For, Show } from "solid-js"
import type { ChannelView } from "../api/Views.ts"

/** What can be done with a channel beside switching it. */
export type ChannelAct =
  | "history"
  | "chats"
  | "deliveries"
  | "hook"
  | "rename"
  | "renew"
  | "reconnect"
  | "unlink"
  | "remove"

interface Entry {
  readonly act: ChannelAct
  readonly label: string
  readonly isDanger?: boolean
  readonly isFor?: (kind: ChannelView["kind"]) => boolean
}

const takesWebhooks = (kind: ChannelView["kind"]) => kind !== "whatsapp"

const groups: ReadonlyArray<ReadonlyArray<Entry>> = [
  [
    { act: "chats", label: "Chats and their switches" },
    { act: "history", label: "History and send-health" },
    {
      act: "hook",
      label: "Webhook address",
      isFor: (kind) => ["whatsapp_cloud", "green_api"].includes(kind)
    },
    { act: "deliveries", label: "Webhook deliveries", isFor: takesWebhooks }
  ],
  [
    { act: "rename", label: "Rename…" },
    { act: "renew", label: "New credentials…", isFor: takesWebhooks },
    { act: "reconnect", label: "Connect again" }
  ],
  [
    { act: "unlink", label: "Unlink…", isDanger: true },
    { act: "remove", label: "Remove…", isDanger: true }
  ]
]

/** What others may see who see channels, and those of them who set up chats. */
const looking = (seesChats: boolean): ReadonlyArray<Entry> =>
  (groups[0] ?? []).filter(({ act }) => act === "history" || (act === "chats" && seesChats))

const item =
  "flex h-8 cursor-pointer items-center rounded-md px-2 outline-none data-highlighted:bg-hover data-disabled:opacity-50 pointer-coarse:h-10"

interface ChannelMenuProps {
  readonly channel: ChannelView
  /** Others than the owner look on. */
  readonly isOwner: boolean
  readonly seesChats: boolean
  readonly onAct: (act: ChannelAct) => void
}

/** The rest of what a channel offers. */
export const ChannelMenu = (props: ChannelMenuProps) => (
  <DropdownMenu placement="bottom-end" gutter={4}>
    <DropdownMenu.Trigger
      aria-label={`More for ${props.channel.name}`}
      title="More"
      class="inline-flex size-8 items-center justify-center rounded-md text-muted hover:bg-hover hover:text-text pointer-coarse:size-10"
    >
      <Ellipsis class="size-4" aria-hidden="true" />
    </DropdownMenu.Trigger>
    <DropdownMenu.Portal>
      <DropdownMenu.Content class="rise z-50 w-56 rounded-md border border-line bg-raised p-1 shadow-float outline-none">
        <For each={props.isOwner ? groups : [looking(props.seesChats)]}>
          {(entries, place) => (
            <>
              <Show when={place() > 0}>
                <DropdownMenu.Separator class="my-1 border-line" />
              </Show>
              <For each={entries.filter(({ isFor }) => isFor?.(props.channel.kind) ?? true)}>
                {(entry) => (
                  <DropdownMenu.Item
                    class={`${item} ${entry.isDanger === true ? "text-bad" : ""}`}
                    onSelect={() => props.onAct(entry.act)}
                  >
                    {entry.label}
                  </DropdownMenu.Item>
                )}
              </For>
            </>
          )}
        </For>
      </DropdownMenu.Content>
    </DropdownMenu.Portal>
  </DropdownMenu>
)
