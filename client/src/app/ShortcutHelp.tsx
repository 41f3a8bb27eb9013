import { For } from "solid-js"
import { Modal } from "../ui/Drawer.tsx"

const keys = [
  ["J ↓", "Next conversation or row"],
  ["K ↑", "The one before"],
  ["Enter", "Open the row"],
  ["⌘K Ctrl K", "Search and actions, everywhere"],
  ["/", "Search this page"],
  ["R", "Write a reply"],
  ["N", "Write a note"],
  ["T", "Take over the chat"],
  ["B", "Hand it back to the bot"],
  ["Esc", "Close, or leave the search"],
  ["?", "This list"]
] as const

/** What the keys do. */
const ShortcutHelp = (props: { readonly onClose: () => void }) => (
  <Modal isOpen title="Keyboard shortcuts" onClose={props.onClose}>
    <dl class="grid grid-cols-[auto_1fr] items-center gap-x-4 gap-y-2">
      <For each={keys}>
        {([key, meaning]) => (
          <>
            <dt>
              <kbd class="inline-flex h-6 min-w-6 items-center justify-center rounded-sm border border-line-strong bg-surface px-1.5 text-xs font-medium">
                {key}
              </kbd>
            </dt>
            <dd>{meaning}</dd>
          </>
        )}
      </For>
    </dl>
    <p class="mt-4 text-muted">Single keys can be switched off in the menu under your name.</p>
  </Modal>
)

export default ShortcutHelp
