"""The tables of the financial tools."""

from collegial_finance.committees.models import CommitteeConflict
from collegial_finance.fund import models as fund
from collegial_finance.guarantees import models as guarantees
from collegial_finance.ledger import models as books
from collegial_finance.loans import models as loans
from collegial_finance.patronage import models as patronage
from collegial_finance.reminding.models import Reminder
from collegial_finance.rounds import models as rounds

TABLES = (
    books.LedgerAccount, books.Ledger, books.Entry, books.Movement, books.Closing,
    CommitteeConflict,
    fund.ExperimentFund, fund.FundConvention, fund.ConventionAmendment, fund.FundReceipt, fund.ProjectCall,
    fund.CallCriterion,
    fund.ProjectApplication, fund.ApplicationFile, fund.ProjectReview, fund.ReviewScore,
    fund.ProjectAgreement, fund.AgreementDraft, fund.AgreementInstalment, fund.InstalmentEvidence, fund.EvidenceRefusal,
    fund.InstalmentApproval,
    fund.InstalmentPayment,
    fund.ProjectReport,
    guarantees.GuaranteeFund,
    guarantees.GuaranteedLoan,
    guarantees.Endowment,
    guarantees.GuaranteeFile,
    guarantees.FileChange,
    guarantees.FileStep,
    loans.LoanFund,
    loans.LoanMeans,
    loans.PoleLoan,
    loans.LoanStep,
    patronage.ReceiptIssuer,
    patronage.Campaign,
    patronage.PatronGift,
    patronage.GiftReceipt,
    Reminder,
    rounds.FundingRound, rounds.RoundChange, rounds.Pledge, rounds.PledgeStep, rounds.TableLink,
)  # fmt: skip
