"""Questions of a bank's customers, and what each of them wants: BANKING77.

Many classes, some of them close to each other.
"""

from datasets import ClassLabel, DatasetDict, Features, Value

from helpers.data.deduplicate import drop_duplicates
from helpers.data.sources import load_from_hub, pick_source
from helpers.data.splits import shipped_table, split_shipped

# The order of the published label numbers: alphabetical, ignoring case.
INTENTS = (
    "activate_my_card", "age_limit", "apple_pay_or_google_pay", "atm_support",
    "automatic_top_up", "balance_not_updated_after_bank_transfer",
    "balance_not_updated_after_cheque_or_cash_deposit",
    "beneficiary_not_allowed", "cancel_transfer", "card_about_to_expire",
    "card_acceptance", "card_arrival", "card_delivery_estimate",
    "card_linking", "card_not_working", "card_payment_fee_charged",
    "card_payment_not_recognised", "card_payment_wrong_exchange_rate",
    "card_swallowed", "cash_withdrawal_charge",
    "cash_withdrawal_not_recognised", "change_pin", "compromised_card",
    "contactless_not_working", "country_support", "declined_card_payment",
    "declined_cash_withdrawal", "declined_transfer",
    "direct_debit_payment_not_recognised", "disposable_card_limits",
    "edit_personal_details", "exchange_charge", "exchange_rate",
    "exchange_via_app", "extra_charge_on_statement", "failed_transfer",
    "fiat_currency_support", "get_disposable_virtual_card",
    "get_physical_card", "getting_spare_card", "getting_virtual_card",
    "lost_or_stolen_card", "lost_or_stolen_phone", "order_physical_card",
    "passcode_forgotten", "pending_card_payment", "pending_cash_withdrawal",
    "pending_top_up", "pending_transfer", "pin_blocked", "receiving_money",
    "Refund_not_showing_up", "request_refund", "reverted_card_payment?",
    "supported_cards_and_currencies", "terminate_account",
    "top_up_by_bank_transfer_charge", "top_up_by_card_charge",
    "top_up_by_cash_or_cheque", "top_up_failed", "top_up_limits",
    "top_up_reverted", "topping_up_by_card", "transaction_charged_twice",
    "transfer_fee_charged", "transfer_into_account",
    "transfer_not_received_by_recipient", "transfer_timing",
    "unable_to_verify_identity", "verify_my_identity",
    "verify_source_of_funds", "verify_top_up", "virtual_card_not_working",
    "visa_or_mastercard", "why_verify_identity",
    "wrong_amount_of_cash_received",
    "wrong_exchange_rate_for_cash_withdrawal",
)  # fmt: skip
FEATURES = Features(
    {"text": Value("string"), "label": ClassLabel(names=list(INTENTS))}
)


def banking77(source: str | None = None) -> DatasetDict:
    """Return about 13,000 questions with the columns ``text`` and ``label``.

    The task is to tell which of 77 intents a question has. The test split is
    the published one, 40 questions per intent; a tenth of the published
    training split is for validation. Duplicates were removed from both, also
    those that differ only in case and punctuation.

    Parameters
    ----------
    source
        ``"shipped"`` or ``"hub"``, see
        :func:`helpers.data.sources.pick_source`.

    References
    ----------
    Casanueva, Temcinas, Gerz, Henderson and Vulic (2020), "Efficient Intent
    Detection with Dual Sentence Encoders", NLP for Conversational AI;
    CC BY 4.0.
    """
    if pick_source(source) == "hub":
        return _from_hub()
    table = shipped_table("banking77")
    split = table["split"].to_numpy().astype(str)
    number = {name: label for label, name in enumerate(INTENTS)}
    labels = [number[name] for name in table["intent"].to_pylist()]
    table = table.append_column("label", [labels])
    return _deduplicated(split_shipped("banking77", table, FEATURES, split))


def _from_hub() -> DatasetDict:
    # The data set itself is a script, which `datasets` no longer runs; the
    # Hub keeps its tables on this branch.
    hub = load_from_hub(
        "PolyAI/banking77",
        revision="refs/convert/parquet",
        splits=("train", "test"),
        columns=tuple(FEATURES),
    ).select_columns(list(FEATURES))
    halves = hub["train"].train_test_split(
        test_size=0.1, stratify_by_column="label", seed=0
    )
    splits = {"train": halves["train"], "validation": halves["test"]}
    return _deduplicated(DatasetDict(splits | {"test": hub["test"]}))


def _deduplicated(splits: DatasetDict) -> DatasetDict:
    """Remove from training and validation what occurs elsewhere."""
    test, valid = splits["test"]["text"][:], splits["validation"]["text"][:]
    return DatasetDict(
        {
            "train": drop_duplicates(splits["train"], of=test + valid),
            "validation": drop_duplicates(splits["validation"], of=test),
            "test": splits["test"],
        }
    )
