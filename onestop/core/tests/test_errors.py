from onestop.core.errors import UserError


def test_error_has_one_shape() -> None:
    error = UserError("x.y", "what", "do this")
    assert error.as_dict() == {"code": "x.y", "message": "what", "hint": "do this"}
    assert str(error) == "what"
