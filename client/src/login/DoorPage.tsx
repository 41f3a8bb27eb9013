import type { JSX } from "solid-js"
import { Brand } from "../app/Bar.tsx"

/** The plain page in front of the door: log in, set up. */
export const DoorPage = (props: { readonly title: string; readonly children: JSX.Element }) => (
  <main class="flex min-h-dvh flex-col items-center justify-center gap-6 p-4">
    <div class="text-lg">
      <Brand />
    </div>
    <div class="w-full max-w-84 rounded-lg border border-line bg-surface p-5">
      <h1 class="mb-4 text-xl font-semibold tracking-tight">{props.title}</h1>
      {props.children}
    </div>
  </main>
)
