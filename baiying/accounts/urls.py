from django.urls import path

from baiying.accounts import views

app_name = "accounts"

urlpatterns = [
    path("log-in/", views.log_in, name="log_in"),
    path("log-in/password/", views.password_log_in, name="password_log_in"),
    path("log-in/code/", views.code, name="code"),
    path("log-in/code/arrival/", views.code_arrival, name="code_arrival"),
    path("log-in/codes/", views.code_again, name="codes"),
    path("log-in/choice/", views.choice, name="choice"),
    path("log-in/unknown/", views.unknown, name="unknown"),
    path("log-in/passkey/", views.passkey_log_in, name="passkey_log_in"),
    path("log-in/factor/", views.factor, name="factor"),
    path("log-in/factor/passkey/", views.factor_passkey, name="factor_passkey"),
    path("log-in/factor/paper/", views.paper, name="paper"),
    path("log-in/again/", views.again, name="again"),
    path("log-out/", views.log_out, name="log_out"),
    path("acting/", views.acting, name="acting"),
    path("mine/security/", views.security, name="security"),
    path("mine/security/apps/new/", views.totp_new, name="totp_new"),
    path("mine/security/passkeys/new/", views.passkey_new, name="passkey_new"),
    path("mine/security/factors/<str:factor_pid>/end/", views.factor_end, name="factor_end"),
    path("mine/security/factors/<str:factor_pid>/confirmation/", views.factor_own, name="factor_own"),
    path("mine/security/recovery-codes/", views.recovery_codes, name="recovery_codes"),
    path("mine/security/sessions/<str:session_pid>/end/", views.session_end, name="session_end"),
    path("mine/security/sessions/others/", views.sessions_end, name="sessions_end"),
    path("mine/password/", views.password, name="password"),
    path("mine/appointments/", views.offers, name="offers"),
    path("mine/appointments/<str:appointment_pid>/acceptance/", views.acceptance, name="acceptance"),
    path("mine/appointments/<str:appointment_pid>/refusal/", views.refusal, name="refusal"),
    path("desk/factors/", views.colleagues, name="colleagues"),
    path("desk/factors/<str:appointment_pid>/", views.vouching, name="vouching"),
    path("desk/factors/<str:appointment_pid>/withdrawal/", views.vouching_withdrawal, name="vouching_withdrawal"),
    path("desk/appointments/", views.appointments, name="appointments"),
    path("desk/appointments/roles/", views.roles, name="roles"),
    path("desk/appointments/new/", views.appointment_new, name="appointment_new"),
    path("desk/appointments/<str:appointment_pid>/end/", views.appointment_end, name="appointment_end"),
]
