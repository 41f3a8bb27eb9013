import { expect, it } from "vitest"
import { makeChatList } from "./ChatList.ts"

it("a bot that thousands of people have blocked remembers a thousand of them, and tells of the newest once", () => {
  const chats = makeChatList()
  for (let n = 1; n <= 1_000; n += 1) expect(chats.lose(String(n))).not.toBeNull()
  expect(chats.lose("1000")).toBeNull()
  expect(chats.lose("1001")).not.toBeNull()
  expect(chats.lose("1001")).toBeNull()
  // Forgotten, and so told of once more.
  expect(chats.lose("1")).not.toBeNull()
})
