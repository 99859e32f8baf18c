/* A gate, with the paired symbols from which the linker makes a veneer. */
    .syntax unified
    .thumb
    .section .gates, "ax", %progbits
    .global tfm_psa_close_veneer, __acle_se_tfm_psa_close_veneer
    .type tfm_psa_close_veneer, %function
    .type __acle_se_tfm_psa_close_veneer, %function
    .thumb_func
tfm_psa_close_veneer:
__acle_se_tfm_psa_close_veneer:
    bxns lr
    .size tfm_psa_close_veneer, . - tfm_psa_close_veneer
    .size __acle_se_tfm_psa_close_veneer, . - __acle_se_tfm_psa_close_veneer
