"""The page of one's own tokens."""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from onestop.accounts.access import requires
from onestop.accounts.tokens import ACTION, make_token, revoke_token, tokens_of
from onestop.core.errors import UserError


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@requires(ACTION)
@sensitive_variables("key")
def tokens(request: HttpRequest) -> HttpResponseBase:
    """A new key stands on the answer to the form and nowhere else."""
    key, error, status = "", None, 200
    revoked = request.POST.get("revoke", "")
    if revoked.isdecimal() and len(revoked) < 19:
        revoke_token(request.user, int(revoked))
        return redirect("accounts:tokens")
    if request.method == "POST":
        try:
            key = make_token(request.user, request.POST.get("name", "")).key
        except UserError as found:
            error, status = found, 400
    context = {"key": key, "error": error, "tokens": tokens_of(request.user), "heading": _("接口令牌")}
    return render(request, "accounts/tokens.html", context, status=status)
