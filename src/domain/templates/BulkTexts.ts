/** What is said of several orders together (BU-01, BU-02). Wording in OR, BU and CU is the client's. */
export const bulkTexts: Readonly<Record<string, string>> = {
  "bulk.too_many":
    "You can send up to {limit} order IDs in one message, this one has {count}. Nothing was processed; please send fewer at a time.",
  "bulk.detailed": "{command} Results\n\n{groups}\n\nTotal: {total} | ✅ {ok} | ❌ {failed}",
  "bulk.group.added": "✅ Added ({count}): {order_ids}",
  "bulk.group.recorded": "✅ Recorded and under review ({count}): {order_ids}",
  "bulk.group.recorded_safe": "✅ Recorded, our team will look at it ({count}): {order_ids}",
  "bulk.group.refill.pending_speedup.added":
    "✅ Still pending, speed-up request added ({count}): {order_ids}",
  "bulk.group.refill.pending_speedup.recorded":
    "✅ Still pending, speed-up request recorded ({count}): {order_ids}",
  "bulk.group.failed": "❌ Failed ({count}):",
  "bulk.item.failed": "• {order_id}: {reason}",
  "bulk.compact.ok": "{order_ids}\n\nSupport request added successfully.",
  "bulk.compact.ok.refund": "{order_ids}\n\nRefund request added for the above orders.",
  "bulk.compact.recorded": "{order_ids}\n\nSupport request recorded. It is under review.",
  "bulk.compact.recorded.refund":
    "{order_ids}\n\nRefund request recorded for the above orders. It is under review.",
  "bulk.compact.recorded_safe":
    "{order_ids}\n\nWe recorded your request for the above orders. Our team will look at it.",
  "bulk.compact.mixed":
    "Bulk request processed. Valid orders: {ok}. Skipped orders: {skipped} (invalid, not owned, or already in queue)",
  "bulk.compact.mixed.added": "Support requests have been added where applicable.",
  "bulk.compact.mixed.recorded": "Support requests have been recorded where applicable and are under review.",
  "reason.not_found": "does not belong to you",
  "reason.not_owned": "does not belong to you",
  "reason.status": "order is {current_status}",
  "reason.guarantee": "no guarantee",
  "reason.guarantee.expired": "guarantee period expired",
  "reason.start_time": "starts within {window}, can be sped up in {wait}",
  "reason.switched_off": "not available at the moment",
  "reason.panel_unreachable": "could not be checked, please try again in a few minutes",
  "bulk.single_only":
    "{command} requests are taken for one order at a time. Please send one order ID per message.",
  "reason.ambiguous": "is on several panels ({panels}), please send it again with the panel's name"
}
