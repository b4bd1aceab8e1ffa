"""The scenes in their order."""

from orderloom_cli.clients.json_http import JsonObject
from orderloom_cli.demo.carriers import best_rate, drained, failover
from orderloom_cli.demo.declined_card import declined_card
from orderloom_cli.demo.early_webhook import early_webhook
from orderloom_cli.demo.forged_webhooks import forged_webhooks
from orderloom_cli.demo.happy_order import happy_order
from orderloom_cli.demo.poison import poison_cured, poison_sown
from orderloom_cli.demo.same_webhook_thrice import same_webhook_thrice
from orderloom_cli.demo.stage import Stage
from orderloom_cli.demo.two_merchants import two_merchants
from orderloom_cli.demo.world import World


def play(world: World, stage: Stage) -> JsonObject:
    """The timeline of the order that went through most. Raises DemoFailedError."""
    with stage.scene("Two merchants"):
        first, second = two_merchants(world, stage)
    with stage.scene("An order from its placing to its delivery"):
        order = happy_order(world, stage, first, second)
    with stage.scene("The same webhook three times"):
        same_webhook_thrice(world, stage, first, order)
    with stage.scene("A poison message, part one"):
        poison = poison_sown(world, stage, second)
    with stage.scene("A forged and a stale signature"):
        forged_webhooks(world, stage, first)
    with stage.scene("A declined card"):
        declined_card(world, stage, first)
    with stage.scene("A payment's webhook that comes too early"):
        early_webhook(world, stage, first)
    with stage.scene("The best of three carriers' rates"):
        carriers = best_rate(world, stage)
    with stage.scene("Two of the three are down"):
        failover(carriers)
    with stage.scene("All are down, and come back"):
        drained(carriers)
    with stage.scene("A poison message, part two"):
        return poison_cured(world, stage, poison)
