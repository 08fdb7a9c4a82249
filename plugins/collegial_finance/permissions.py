"""Rights over money: who reads it, who keeps the books, who leads the rounds."""

from collegial.plugin import Permission, t

READ = Permission(
    key="finance.read",
    label=t("Read the books and the funding rounds"),
    roles=("staff", "chair", "administrator"),
)
KEEP_BOOKS = Permission(
    key="finance.keep_books", label=t("Keep the books of the financial tools"), roles=("staff",)
)
LEAD_ROUNDS = Permission(key="finance.lead_rounds", label=t("Lead funding rounds"), roles=("staff",))
MANAGE_GUARANTEES = Permission(
    key="finance.manage_guarantees", label=t("Manage the files of guarantee funds"), roles=("staff",)
)
OPEN_FUNDS = Permission(
    key="finance.open_funds",
    label=t("Open guarantee funds, loan funds and experiment funds"),
    roles=("administrator",),
)
MANAGE_LOANS = Permission(
    key="finance.manage_loans", label=t("Manage loans and their repayment"), roles=("staff",)
)
LEAD_PATRONAGE = Permission(
    key="finance.lead_patronage", label=t("Lead campaigns, record gifts, give receipts"), roles=("staff",)
)
LEAD_EXPERIMENTS = Permission(
    key="finance.lead_experiments",
    label=t("Lead experiment funds, their calls and agreements"),
    roles=("staff",),
)
READ_APPLICATIONS = Permission(
    key="finance.read_applications",
    label=t("Read the applications to experiment funds"),
    roles=("staff", "chair", "administrator"),
)
APPROVE_EVIDENCE = Permission(
    key="finance.approve_evidence",
    label=t("Approve the evidence of instalments that others handed in"),
    roles=("staff", "chair", "administrator"),
)
PERMISSIONS = (
    READ, KEEP_BOOKS, LEAD_ROUNDS, MANAGE_GUARANTEES, MANAGE_LOANS, OPEN_FUNDS, LEAD_PATRONAGE, LEAD_EXPERIMENTS,
    READ_APPLICATIONS, APPROVE_EVIDENCE,
)  # fmt: skip
