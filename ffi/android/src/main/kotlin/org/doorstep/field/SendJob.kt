package org.doorstep.field

import android.app.job.JobInfo
import android.app.job.JobParameters
import android.app.job.JobScheduler
import android.app.job.JobService
import android.content.ComponentName
import android.content.Context
import doorstep.PhoneException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.launch

/** Sends in the background: when the system finds a network and a good time, also while the app is closed. */
class SendJob : JobService() {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.IO)
    private var sending: Job? = null

    override fun onStartJob(parameters: JobParameters): Boolean {
        sending = scope.launch { jobFinished(parameters, !send()) }
        return true
    }

    /** The library goes on with what it has begun; what did not arrive is sent the next time. */
    override fun onStopJob(parameters: JobParameters): Boolean {
        sending?.cancel()
        return true
    }

    override fun onDestroy() {
        scope.cancel()
        super.onDestroy()
    }

    /** Whether there is nothing to try again: it was sent, or a person has to do something first. */
    private suspend fun send(): Boolean = try {
        val phone = OnePhone.of(this)
        if (phone.status().unsent > 0uL) phone.sync(null)
        true
    } catch (error: PhoneException.Network) {
        false
    } catch (error: PhoneException) {
        true
    }

    companion object {
        private const val ID = 1
        private const val EVERY_MS = 60 * 60 * 1000L

        /** Once an hour while something is unsent; the system decides when exactly. */
        fun plan(context: Context) {
            val job = JobInfo.Builder(ID, ComponentName(context, SendJob::class.java))
                .setRequiredNetworkType(JobInfo.NETWORK_TYPE_ANY)
                .setPeriodic(EVERY_MS)
                .build()
            (context.getSystemService(Context.JOB_SCHEDULER_SERVICE) as JobScheduler).schedule(job)
        }
    }
}
