"""Pages of the register of shares: for those who read it, for those who keep it, and a member's own papers."""

from collegial.kernel.permissions import SIGNED_IN
from collegial.shares.permissions import MANAGE, READ
from collegial.shares.views import acting, capital, debiting, dues, papers, register, withdrawing
from collegial.web.routing import Pages

BOTH = ("GET", "POST")
_ENTRY, _MEMBER, _MINE = "/entries/<int:number>", "/members/<int:member_id>", "/mine/<int:member_id>"

pages = Pages("shares", __name__, url_prefix="/shares", template_folder="templates", help="shares")

# the register
pages.page("/", register.index, permission=READ)
pages.page("/export.<file_format>", register.export, permission=READ)
pages.page("/register.pdf", papers.whole_register, permission=READ)
pages.page("/chain", register.chain, permission=READ)
pages.page("/holders", register.holders, permission=READ)
pages.page("/holders/export.<file_format>", register.export_holders, permission=READ)
pages.page(_ENTRY, register.show, permission=READ)
pages.page(f"{_ENTRY}/subscription.pdf", papers.subscription, permission=READ)

# the capital
pages.page("/capital", capital.capital, permission=READ)
pages.page("/statement", capital.statement, permission=READ)
pages.page("/statement.pdf", capital.statement_pdf, permission=READ)
pages.page("/statement/export.<file_format>", capital.statement_export, permission=READ)

# movements
pages.help = "shares#movements"
pages.page(f"{_MEMBER}/subscribe", acting.subscribe, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(f"{_MEMBER}/transfer", acting.transfer, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(f"{_MEMBER}/withdraw", acting.withdraw, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(f"{_MEMBER}/cancel", acting.cancel_shares, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(f"{_ENTRY}/pay", acting.pay, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(f"{_ENTRY}/correct", acting.correct, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(
    "/payments/<int:payment_id>/correct", acting.correct_payment, permission=MANAGE, methods=BOTH, fresh=True
)

# withdrawals and repayments
pages.help = "shares#withdrawals"
pages.page("/withdrawals", withdrawing.withdrawals, permission=READ)
pages.page("/withdrawals/export.<file_format>", withdrawing.export_withdrawals, permission=READ)
pages.page("/withdrawals/execute", withdrawing.execute, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(
    "/withdrawals/<int:withdrawal_id>/take-back",
    withdrawing.take_back,
    permission=MANAGE,
    methods=["POST"],
    fresh=True,
)
pages.page(
    "/withdrawals/<int:withdrawal_id>/repay", withdrawing.repay, permission=MANAGE, methods=BOTH, fresh=True
)

# what is due
pages.help = "shares#calls-and-direct-debits"
pages.page("/due", dues.due, permission=MANAGE)
pages.page("/due", dues.due, permission=MANAGE, methods=["POST"], fresh=True, name="call_due")
pages.page("/due/posted", dues.posted, permission=MANAGE, methods=["POST"])
pages.page("/due/export.<file_format>", dues.export_due, permission=MANAGE)
pages.page("/calls/<int:call_id>.pdf", dues.call, permission=MANAGE)

# direct debits
pages.page(f"{_MEMBER}/mandate", debiting.mandate, permission=MANAGE, methods=BOTH, fresh=True)
pages.page(f"{_MEMBER}/mandate/end", debiting.end_mandate, permission=MANAGE, methods=BOTH, fresh=True)
pages.page("/debits", debiting.orders, permission=MANAGE)
pages.page("/debits/new", debiting.order, permission=MANAGE, methods=BOTH, fresh=True)
pages.page("/debits/<int:order_id>", debiting.show_order, permission=MANAGE, methods=BOTH, fresh=True)
pages.page("/debits/<int:order_id>/file.xml", debiting.order_file, permission=MANAGE, fresh=True)
pages.page(
    "/debits/<int:order_id>/cancel", debiting.cancel_order, permission=MANAGE, methods=["POST"], fresh=True
)

pages.help = "shares#papers"
# papers: a member reads its own alone, which each page checks
pages.page(f"{_MEMBER}/certificate.pdf", papers.certificate, permission=READ)
pages.page(f"{_MEMBER}/extract.pdf", papers.extract, permission=READ)
pages.page(f"{_MEMBER}/subscription.pdf", papers.blank, permission=READ)
pages.page(f"{_MINE}/certificate.pdf", papers.own_certificate, permission=SIGNED_IN)
pages.page(f"{_MINE}/extract.pdf", papers.own_extract, permission=SIGNED_IN)
pages.page(f"{_MINE}/subscription.pdf", papers.own_blank, permission=SIGNED_IN)
